namespace SecurityKit.Sessions;

/// <summary>Words in User-Agent headers and the families they stand for. The first that occurs counts: most clients name the ones they descend from as well.</summary>
internal static class UserAgentMarks
{
    internal static readonly (string Mark, string Family)[] Browsers =
    [
        ("HbbTV", "HbbTV"), ("Edg/", "Edge"), ("EdgA/", "Edge Mobile"), ("EdgiOS/", "Edge Mobile"), ("Edge/", "Edge"),
        ("OPRGX", "Opera GX"), ("OPX/", "Opera GX"), ("OPR/", "Opera"), ("Opera Mini", "Opera Mini"), ("Opera Tablet", "Opera Tablet"),
        ("Opera Mobi", "Opera Mobile"), ("Coast/", "Opera Coast"), ("OculusBrowser", "Oculus Browser"), ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"), ("YaBrowser/", "Yandex Browser"), ("MicroMessenger", "WeChat Browser"), ("UCBrowser", "UC Browser"),
        ("UCWEB", "UC Browser"), ("UC Browser", "UC Browser"), ("MQQBrowser/Mini", "QQ Browser Mini"), ("MQQBrowser", "QQ Browser Mobile"),
        ("QQBrowser", "QQ Browser"), ("FBAN/MessengerForiOS", "Facebook Messenger"), ("FBAN", "Facebook"), ("FB_IAB", "Facebook"),
        ("FBAV", "Facebook"), ("Puffin/", "Puffin"), ("Silk/", "Amazon Silk"), ("DuckDuckGo/", "DuckDuckGo Mobile"), ("GSA/", "Google"),
        ("Instagram", "Instagram"), ("Snapchat", "Snapchat"), ("Pinterestbot", "Pinterestbot"), ("Pinterest", "Pinterest"), ("Weibo", "Weibo"),
        ("KAKAOTALK", "KakaoTalk"), ("Twitter", "Twitter"), ("WhatsApp", "WhatsApp"), ("Telegram", "Telegram"), ("AdobeAIR", "AdobeAIR"),
        ("Maxthon", "Maxthon"), ("HeadlessChrome", "HeadlessChrome"), ("FxiOS/", "Firefox iOS"), ("SeaMonkey", "SeaMonkey"),
        ("PaleMoon", "Pale Moon"), ("Chromium/", "Chromium"), ("CriOS/", "Chrome Mobile iOS"), ("UP.Browser", "UP.Browser"),
        ("Obigo", "Obigo"), ("NetFront", "NetFront"), ("Konqueror", "Konqueror"), ("IEMobile", "IE Mobile"),
    ];

    internal static readonly (string Mark, string Family)[] Systems =
    [
        ("Windows Phone", "Windows Phone"), ("ZuneWP7", "Windows Phone"), ("watchOS", "WatchOS"), ("Apple TV", "ATV OS X"), ("Web0S", "Web0S"),
        ("hpwOS", "webOS"), ("webOS", "webOS"), ("Sailfish", "Sailfish"), ("Symbian/3", "Symbian^3"), ("SymbianOS", "Symbian OS"),
        ("SymbOS", "Symbian OS"), ("S60V", "Symbian OS"), ("Series60", "Symbian OS"), ("iPhone", "iOS"), ("iPad", "iOS"), ("iPod", "iOS"),
        ("iOS", "iOS"), ("CriOS", "iOS"), ("Android", "Android"), ("Adr ", "Android"), ("Silk/", "Android"), ("OculusBrowser", "Android"),
        ("Dalvik", "Android"), ("BlackBerry", "BlackBerry OS"), ("BB10", "BlackBerry OS"), ("CrOS", "Chrome OS"), ("WebTV", "WebTV"),
        ("BREW", "BREW"), ("Windows", "Windows"), ("Win32", "Windows"), ("Win98", "Windows"), ("Macintosh", "Mac OS X"), ("Mac OS X", "Mac OS X"),
        ("Mac_PowerPC", "Mac OS X"), ("macOS", "Mac OS X"), ("OS X", "Mac OS X"), ("Ubuntu", "Ubuntu"), ("Debian", "Debian"), ("Fedora", "Fedora"),
        ("Gentoo", "Gentoo"), ("gentoo", "Gentoo"), ("Mandriva", "Mandriva"), ("Red Hat", "Red Hat"), ("redhat", "Red Hat"), ("Maemo", "Maemo"),
        ("FreeBSD", "FreeBSD"), ("NetBSD", "NetBSD"), ("OpenBSD", "OpenBSD"), ("BSD", "BSD"), ("Linux", "Linux"), ("linux", "Linux"),
    ];

    /// <summary>Makers of television sets, by which such a set's system goes.</summary>
    internal static readonly (string Mark, string Family)[] TelevisionMakers =
        [("Samsung", "Samsung"), ("Sony", "Sony"), ("Panasonic", "Panasonic"), ("Philips", "Philips"), ("LG", "LG")];

    internal static readonly (string Mark, string Family)[] Devices =
    [
        ("HbbTV", "HbbTV"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("iPod", "iPod"), ("Apple TV", "AppleTV"), ("Watch", "Apple Watch"),
        ("Macintosh", "Mac"), ("PLAYSTATION 3", "PlayStation 3"), ("TouchPad", "HP TouchPad"), ("WebTV", "WebTV"),
    ];

    internal static readonly string[] Crawlers = ["bot", "Bot", "crawl", "Crawl", "spider", "Spider", "Slurp", "heritrix", "Indexer", "+http"];

    /// <summary>Products that engines put into every header and that name no client.</summary>
    internal static readonly HashSet<string> EngineProducts = new(StringComparer.Ordinal)
    {
        "Mozilla", "AppleWebKit", "KHTML", "Gecko", "Chrome", "Safari", "Version", "Mobile", "Firefox", "Electron", "Presto", "Trident",
        "AtomShell", "MacAppStore", "Chromium", "Ubuntu", "Build", "U3", "U2", "Goanna", "Profile", "Configuration", "Java", "Release",
        "Browser", "MMP", "Linux", "Android", "MSIE",
    };
}
