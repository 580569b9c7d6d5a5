namespace Pilevisor.Coherence;

/// <summary>What of a page's content a message carries.</summary>
public enum PageContent : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>All of it, behind the body.</summary>
    Bytes = 1,

    /// <summary>The word that it is all zero.</summary>
    Zero = 2,

    /// <summary>The word that the page, a unit, was split by its home, and is kept by piece from now on.</summary>
    Split = 3,
}
