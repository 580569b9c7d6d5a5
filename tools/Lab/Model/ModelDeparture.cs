namespace Pilevisor.Lab.Model;

/// <summary>How far the node that leaves has got.</summary>
internal enum ModelDeparture : byte
{
    /// <summary>It is a node like any other.</summary>
    None,

    /// <summary>Its CPUs use no memory any more, and what it has of others' pages leaves it.</summary>
    Leaving,

    /// <summary>It has nothing of others' pages any more; the others forget it.</summary>
    Drained,

    /// <summary>It has gone: nobody may need it.</summary>
    Gone,
}
