namespace SecurityKit.Crypto;

/// <summary>How the kit encrypts. Binds from the configuration section <c>SecurityKit:Crypto</c>.</summary>
public sealed class CryptoOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Crypto";

    /// <summary>The environment variable of <see cref="UseMasterKeyFromEnvironment"/>.</summary>
    public const string DefaultMasterKeyVariable = "SECURITYKIT_MASTER_KEY";

    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(36_525);
    private static readonly TimeSpan LastingRotationPeriod = TimeSpan.FromDays(90);

    private readonly List<KeyWrapperOpener> _openers = [];
    private readonly List<KeyWrapperOpener> _formerOpeners = [];

    /// <summary>The environment variable that holds the master key, 32 bytes as base64.</summary>
    /// <value>Default: none; without any master key the start is refused.</value>
    public string? MasterKeyEnvironmentVariable { get; set; }

    /// <summary>The file that holds the master key, 32 bytes as base64. On Unix it may be readable by its owner only.</summary>
    /// <value>Default: none.</value>
    public string? MasterKeyFile { get; set; }

    /// <summary>Environment variables that hold former master keys, which still unwrap.</summary>
    /// <value>Default: empty.</value>
    public IList<string> FormerMasterKeyEnvironmentVariables { get; } = [];

    /// <summary>Files that hold former master keys, which still unwrap.</summary>
    /// <value>Default: empty.</value>
    public IList<string> FormerMasterKeyFiles { get; } = [];

    /// <summary>A master key made from a passphrase, bound from <c>SecurityKit:Crypto:Passphrase</c>; see <see cref="UseMasterKeyFromPassphrase"/>.</summary>
    /// <value>Default: none.</value>
    public PassphraseOptions? Passphrase { get; set; }

    /// <summary>Former passphrases, which still unwrap.</summary>
    /// <value>Default: empty.</value>
    public IList<PassphraseOptions> FormerPassphrases { get; } = [];

    /// <summary>The ring <c>data</c> of <see cref="IEncryptor"/> and <see cref="IKeyedHasher"/>.</summary>
    /// <value>Default: a new key every 30 days.</value>
    public KeyRingOptions DataRing { get; set; } = new();

    /// <summary>The ring <c>signing</c> of <see cref="ISigningKeyRing"/>.</summary>
    /// <value>Default: a new key every 30 days; old ones verify for 7 days.</value>
    public KeyRingOptions SigningRing { get; set; } = new() { Grace = TimeSpan.FromDays(7) };

    /// <summary>
    /// What the keys of the ring <c>signing</c> sign with that are made from now on; older keys keep theirs and verify until their grace ends, so a change of it
    /// needs no pause: it comes with the next rotation.
    /// </summary>
    /// <value>Default: <see cref="SigningAlgorithm.ES256"/>.</value>
    public SigningAlgorithm SigningAlgorithm { get; set; } = SigningAlgorithm.ES256;

    /// <summary>Further rings of data keys, by name: lower-case letters, digits, dots and dashes, at most 64.</summary>
    /// <value>Default: none.</value>
    public IDictionary<string, KeyRingOptions> Rings { get; } = new Dictionary<string, KeyRingOptions>(StringComparer.Ordinal);

    /// <summary>How often each node looks into the store, beside the change feed; 1 second to 1 hour.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a new key waits before its first use when it is made out of turn, so that every node has seen it; at least twice <see cref="RefreshInterval"/>, at most 1 day.</summary>
    /// <value>Default: 2 minutes.</value>
    public TimeSpan PropagationDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Takes the master key from an environment variable.</summary>
    /// <param name="variable">Its name.</param>
    /// <returns>These options.</returns>
    public CryptoOptions UseMasterKeyFromEnvironment(string variable = DefaultMasterKeyVariable)
    {
        ArgumentException.ThrowIfNullOrEmpty(variable);
        MasterKeyEnvironmentVariable = variable;
        return this;
    }

    /// <summary>Takes the master key from a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>These options.</returns>
    public CryptoOptions UseMasterKeyFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MasterKeyFile = path;
        return this;
    }

    /// <summary>Takes the master key from a passphrase: for machines where a person enters it, or a secret of this form is what there is.</summary>
    /// <param name="configure">Where the passphrase and its salt are.</param>
    /// <returns>These options.</returns>
    public CryptoOptions UseMasterKeyFromPassphrase(Action<PassphraseOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Passphrase ??= new PassphraseOptions());
        return this;
    }

    /// <summary>Puts any KEK behind the rings: a cloud KMS, an HSM. Registering an <see cref="IKeyWrapper"/> in the container does the same.</summary>
    /// <param name="open">Opens it, once, when the rings load.</param>
    /// <returns>These options.</returns>
    public CryptoOptions UseKeyWrapper(KeyWrapperOpener open)
    {
        ArgumentNullException.ThrowIfNull(open);
        _openers.Add(open);
        return this;
    }

    /// <summary>Names a former KEK, which still unwraps until <see cref="IKeyRingManager.RewrapKeysAsync"/> has moved every key.</summary>
    /// <param name="open">Opens it, once, when the rings load.</param>
    /// <returns>These options.</returns>
    public CryptoOptions AddFormerKeyWrapper(KeyWrapperOpener open)
    {
        ArgumentNullException.ThrowIfNull(open);
        _formerOpeners.Add(open);
        return this;
    }

    /// <summary>Adds a ring of data keys, reached by <see cref="IEncryptorProvider"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="configure">How it rotates.</param>
    /// <returns>These options.</returns>
    public CryptoOptions AddRing(string name, Action<KeyRingOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Rings.TryGetValue(name, out var ring))
        {
            Rings[name] = ring = new KeyRingOptions();
        }

        configure?.Invoke(ring);
        return this;
    }

    /// <summary>
    /// Adds a ring of data keys whose former keys decrypt for good unless they are revoked: for what is encrypted once and never written anew. A ring of that name
    /// keeps how it rotates and gets the longest <see cref="KeyRingOptions.Grace"/>; a new one rotates every 90 days.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <returns>These options.</returns>
    public CryptoOptions AddLastingRing(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Rings.ContainsKey(name))
        {
            AddRing(name, ring => ring.RotationPeriod = LastingRotationPeriod);
        }

        Rings[name].Grace = LongestGrace;
        return this;
    }

    internal List<KeyWrapperOpener> MasterKeyOpeners()
    {
        List<KeyWrapperOpener> openers = [.. _openers];
        if (MasterKeyEnvironmentVariable is { Length: > 0 } variable)
        {
            openers.Add((_, _) => ValueTask.FromResult<IKeyWrapper>(MasterKeyText.FromEnvironment(variable)));
        }

        if (MasterKeyFile is { Length: > 0 } path)
        {
            openers.Add((_, _) => ValueTask.FromResult<IKeyWrapper>(MasterKeyText.FromFile(path)));
        }

        if (Passphrase is { } passphrase)
        {
            openers.Add((_, cancellationToken) => PassphraseKey.OpenAsync(passphrase, cancellationToken));
        }

        return openers;
    }

    internal IEnumerable<KeyWrapperOpener> FormerMasterKeyOpeners() =>
    [
        .. _formerOpeners,
        .. FormerMasterKeyEnvironmentVariables.Select<string, KeyWrapperOpener>(v => (_, _) => ValueTask.FromResult<IKeyWrapper>(MasterKeyText.FromEnvironment(v))),
        .. FormerMasterKeyFiles.Select<string, KeyWrapperOpener>(p => (_, _) => ValueTask.FromResult<IKeyWrapper>(MasterKeyText.FromFile(p))),
        .. FormerPassphrases.Select<PassphraseOptions, KeyWrapperOpener>(p => (_, token) => PassphraseKey.OpenAsync(p, token)),
    ];
}
