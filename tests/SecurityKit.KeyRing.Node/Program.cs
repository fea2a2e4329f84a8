using SecurityKit.KeyRing.Node;

// A node in a process of its own.
// cold STORE CONNECTION KEYFILE                         prints "ready"; at a line starts and prints an envelope; for each further line, a file of envelopes, prints how many it read
// die STORE CONNECTION KEYFILE OFFSET OPERATION FAULT   carries out one change of the ring and is killed at the named step of it; prints "survived" when there is no such step
// erase STORE CONNECTION KEYFILE JOURNAL SUBJECT FAULT  erases a subject and is killed at the named step of it; prints "survived" when there is no such step
return args switch
{
    ["cold", var store, var connection, var keyFile] => await ColdStart.RunAsync(store, connection, keyFile),
    ["die", var store, var connection, var keyFile, var offset, var operation, var fault] =>
        await DyingNode.RunAsync(store, connection, keyFile, TimeSpan.Parse(offset, System.Globalization.CultureInfo.InvariantCulture), operation, fault),
    ["erase", var store, var connection, var keyFile, var journal, var subject, var fault] =>
        await DyingEraser.RunAsync(store, connection, keyFile, journal, subject, fault),
    _ => throw new ArgumentException("unknown arguments"),
};
