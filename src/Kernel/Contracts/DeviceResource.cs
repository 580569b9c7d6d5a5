using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>Where a device is and which interrupts it raises, as its device-tree node says.</summary>
public struct DeviceResource
{
    /// <summary>The most regions and interrupts that are kept.</summary>
    public const int Maximum = 4;

    /// <summary>First bytes of its register regions, in the node's order.</summary>
    public AddressList Regions;

    /// <summary>Sizes of its register regions in bytes.</summary>
    public SizeList RegionBytes;

    /// <summary>INTIDs of its interrupts, in the node's order.</summary>
    public InterruptList Interrupts;

    /// <summary>How many regions there are.</summary>
    public int RegionCount;

    /// <summary>How many interrupts there are.</summary>
    public int InterruptCount;

    /// <summary>
    /// Whether what it reads and writes in RAM goes through the CPUs' caches: dma-coherent stands at its node or at a bus above it. If not, caches are cleaned before it reads, and lines are invalidated before it
    /// writes and once it has. (Devicetree Specification 0.4, section 2.3.10.)
    /// </summary>
    public bool IsDmaCoherent;

    /// <summary>A network interface's address: mac-address, or else local-mac-address; zero if the node has neither. (Devicetree Specification 0.4, section 4.3.1.)</summary>
    public MacAddress EthernetAddress;

    /// <summary>Up to four addresses.</summary>
    [InlineArray(Maximum)]
    public struct AddressList
    {
        private PhysicalAddress _first;
    }

    /// <summary>Up to four sizes.</summary>
    [InlineArray(Maximum)]
    public struct SizeList
    {
        private ulong _first;
    }

    /// <summary>Up to four interrupts.</summary>
    [InlineArray(Maximum)]
    public struct InterruptList
    {
        private InterruptId _first;
    }
}
