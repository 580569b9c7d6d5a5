namespace Pilevisor.Lab.Views;

/// <summary>How far a machine that wants to join has got.</summary>
internal enum ViewNewcomer
{
    /// <summary>It asks to join.</summary>
    Asks,

    /// <summary>It knows the cluster as it will be, and sets itself up.</summary>
    Described,

    /// <summary>It has said that it is ready.</summary>
    Ready,

    /// <summary>It runs the guest.</summary>
    Started,

    /// <summary>It died before it was ready.</summary>
    Dead,

    /// <summary>It runs nothing any more, takes no work, and is about to leave.</summary>
    Closed,

    /// <summary>It has said its last word, and powered off.</summary>
    Gone,

    /// <summary>It died when it was in a view.</summary>
    Killed,
}
