using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The numbers that this node gives other machines during bring-up. A machine's number follows from its address and from when this node began, so none is kept, and nobody can fill a table here. Who cannot hear what is
/// sent to an address cannot tell its number: so a lone frame is never believed. Who hears it can, and no protection against that is meant.
/// </summary>
internal sealed class Acquaintances(ulong secret)
{
    /// <summary>The number of the machine with <paramref name="address"/>; never 0.</summary>
    public ulong NumberOf(MacAddress address)
    {
        // The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
        ulong mixed = secret ^ address.Value;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58_476d_1ce4_e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d0_49bb_1331_11eb;
        mixed ^= mixed >> 31;
        return mixed == 0 ? 1 : mixed;
    }

    /// <summary>Whether <paramref name="introduction"/> from <paramref name="address"/> brings back its number.</summary>
    public bool Knows(MacAddress address, in Introduction introduction) => introduction.Theirs == NumberOf(address);
}
