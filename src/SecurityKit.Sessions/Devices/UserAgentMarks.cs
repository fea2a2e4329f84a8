namespace SecurityKit.Sessions;

/// <summary>Words in User-Agent headers and the families they stand for. The first that occurs counts: most clients name the ones they descend from as well.</summary>
internal static class UserAgentMarks
{
    internal static readonly (string Mark, string Family)[] Browsers =
    [
        ("baidubrowser", "Baidu Browser"), ("StatusCake", "StatusCakeBot"), ("wOSBrowser", "webOS Browser"), ("Datanyze", "Datanyze"),
        ("Comodo_Dragon", "Comodo Dragon"), ("mirall", "Nextcloud"), ("iBrowser/Mini", "iBrowser Mini"), ("Sleipnir", "Sleipnir"), ("BOLT/", "BOLT"),
        ("PTST/", "WebPageTest.org bot"), ("Pingdom", "PingdomBot"), ("Slackbot-LinkExpanding", "Slackbot-LinkExpanding"),
        ("XBLWP7", "IE Large Screen"), ("watchOS", "Apple Watch App"), ("ViaFree", "ViaFree"), ("Openwave/", "Openwave"), ("WebTV/", "IE"),
        ("rekonq", "Rekonq"), ("GomezAgent", "GomezAgent"), ("BrowserNG", "Nokia Browser"), ("NCSA_Mosaic", "NCSA Mosaic"),
        ("PLAYSTATION 3;", "NetFront"), ("PLAYSTATION 3 ", "NetFront NX"), ("Browser/Phantom", "Phantom Browser"), ("OpenVAS", "OpenVAS Scanner"),
        ("Valve Client", "Steam Client"), ("Valve Steam", "Steam Client"), ("FatBot", "FatBot"), (" OBS/", "OBS Studio"),
        ("bdhonorbrowser", "Honor Browser"), (" Decentr ", "Decentr Web3 Browser"), (" ADG/", "AOL Desktop Gold Browser"), ("TopBuzz", "TopBuzz"),
        ("FB_IAB/MESSENGER", "Facebook Messenger"), ("SSL-Crawler", "SSL-Crawler"), (" PHX/", "Phoenix Browser"), (" ABB/", "Aloha Browser"),
        ("MySpaceScraper", "MySpaceScraper"), ("1Password", "1Password"), (" OMI/", "Vewd Browser"), ("Lite Browser", "Lite Browser"),
        ("MxBrowser", "Maxthon"), ("Catchpoint", "Catchpoint bot"), (" Sparrow", "Sparrow Browser"), ("Slack_SSB", "Slack Desktop Client"),
        ("80bot", "80bot"), ("AstraSpider", "AstraSpider"), ("facebookexternalhit", "FacebookBot"), ("Yahoo! Slurp", "Yahoo! Slurp"),
        ("Wireless Crawler", "Wireless Crawler"), ("heritrix", "heritrix"), ("RSS Crawler", "RSS Crawler"), ("Pinterest/0.", "Pinterestbot"),
        ("S40OviBrowser", "Ovi Browser"), ("Teleca", "Teleca Browser"), ("FlyFlow", "Baidu Explorer"), ("AdsBot-Google", "AdsBot-Google"),
        ("RecipeRadar", "RecipeRadar"), ("(BB10", "BlackBerry WebKit"), ("WebThumbnail", "WebThumb"), ("Box Sync", "Box Sync"),
        ("NetFrontLifeBrowser", "Android"),
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
        ("HbbTV", "HbbTV"), ("Web0S", "LG Web0S SmartTV"), ("WebTV", "WebTV"), ("Quest", "Quest"), ("Nintendo DSi", "Nintendo DSi"),
        ("InettvBrowser", "Inettv"), ("iPod", "iPod"), ("iPad", "iPad"), ("iPhone", "iPhone"), ("prod.iphone", "iPhone"), ("Apple TV", "AppleTV"),
        ("Watch", "Apple Watch"), ("KFTT", "Kindle Fire HD"), ("KFSOWI", "Kindle Fire HD 7\" WiFi"), ("KFOT", "Kindle Fire"),
        ("Kindle Fire HD", "Kindle Fire HD"), ("Silk/1.", "Kindle"), ("MacAppStore", "Other"), ("Macintosh", "Mac"), ("Mac OS X", "Mac"),
        ("PLAYSTATION 3", "PlayStation 3"), ("TouchPad", "HP TouchPad"),
    ];

    /// <summary>Words of programs that fetch pages on nobody's behalf.</summary>
    internal static readonly string[] Crawlers =
    [
        "bot", "Bot", "crawl", "Crawl", "spider", "Spider", "Slurp", "heritrix", "Indexer", "+http", "StatusCake", "Setaccio", "Datanyze", "PTST/",
        "Daumoa", "ZooShot", "GomezAgent", "Riddler", "WhatsApp/", "Scraper", "Genieo", "Java/1.",
    ];

    /// <summary>What a header begins with that names a device or a library and no client.</summary>
    internal static readonly string[] Nameless =
    [
        "AppleCoreMedia", "Layar", "MOT-", "Lenovo", "DoCoMo", "NOKIA-", "Samsung-", "SendoS", "ERO247", "Microsoft Internet Explorer", "Mac OS X/",
    ];

    /// <summary>Products that engines put into every header and that name no client.</summary>
    internal static readonly HashSet<string> EngineProducts = new(StringComparer.Ordinal)
    {
        "Mozilla", "AppleWebKit", "KHTML", "Gecko", "Chrome", "Safari", "Version", "Mobile", "Firefox", "Electron", "Presto", "Trident",
        "AtomShell", "MacAppStore", "Chromium", "Ubuntu", "Build", "U3", "U2", "Goanna", "Profile", "Configuration", "Java", "Release",
        "Browser", "MMP", "Linux", "Android", "MSIE", "Mandriva", "FreeBSD", "Model", "TouchPad", "AppleNews",
    };
}
