namespace Pilevisor.Lab.Model;

/// <summary>
/// What a frame or a message holds of a page. Two values are enough for a run without end: a read is right if and only if it sees the newest, and each write makes all others older.
/// </summary>
public enum ModelContent : byte
{
    /// <summary>Nothing of value.</summary>
    Nothing,

    /// <summary>What was written before the newest.</summary>
    Older,

    /// <summary>What was last written.</summary>
    Newest,
}
