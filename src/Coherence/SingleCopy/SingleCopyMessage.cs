namespace Pilevisor.Coherence;

/// <summary>Single copy's messages. Each goes to a page's home or comes from it. On the wire the kind is 0x20 + the number.</summary>
internal enum SingleCopyMessage : byte
{
    /// <summary>To home: the page, to read or to write.</summary>
    Get = 0,

    /// <summary>From home, with content: the page is here now. Answers <see cref="Get"/>.</summary>
    Give = 1,

    /// <summary>From home to where the page is: another node wants it.</summary>
    Recall = 2,

    /// <summary>To home, with content: nothing stays here. Answers <see cref="Recall"/>, or comes unasked since the frame was needed.</summary>
    Put = 3,
}
