namespace Pilevisor.Kernel;

/// <summary>
/// Orders this CPU's accesses to RAM as a device sees them that reads and writes the same RAM. Devices are in the outer shareable domain, which <see cref="System.Threading.Volatile"/> (inner shareable)
/// does not reach. Arm ARM, B2.3.12.
/// </summary>
public interface IDmaBarriers
{
    /// <summary>What was read before is read before what is read or written after (DMB OSHLD): between a ring's index and the entries it announces.</summary>
    void Read();

    /// <summary>What was written before is seen before what is written after (DMB OSHST): between entries and the index, and between the index and the doorbell.</summary>
    void Write();

    /// <summary>Both, and writes before reads too (DMB OSH): between publishing an index and asking whether the device wants to be told.</summary>
    void Full();
}
