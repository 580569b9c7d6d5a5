using System;

namespace Pilevisor.Lab.Model;

/// <summary>What may go wrong in a modelled cluster. Each may happen any number of times, one at a time.</summary>
[Flags]
public enum ModelFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A frame is lost and sent again later.</summary>
    Loss = 1,

    /// <summary>A frame comes again, at any later time.</summary>
    Duplicate = 2,

    /// <summary>A frame comes before those sent ahead of it.</summary>
    Reorder = 4,

    /// <summary>A node stops for good. Accesses may then wait for ever, since in the image the bound of every wait ends them; but nobody may see wrong data.</summary>
    Death = 8,
}
