using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>How many nodes can access a page.</summary>
internal struct PageHolders
{
    public ushort Writers;
    public ushort Readers;

    /// <summary>One node more or less has a permission.</summary>
    public void Change(PagePermission permission, int by)
    {
        if (permission == PagePermission.Write) Writers = (ushort)(Writers + by);
        else if (permission == PagePermission.Read) Readers = (ushort)(Readers + by);
    }
}
