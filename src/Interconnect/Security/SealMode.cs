namespace Pilevisor.Interconnect;

/// <summary>How a frame is sealed.</summary>
public enum SealMode : byte
{
    /// <summary>Nobody can forge or change it; everybody can read it.</summary>
    Authenticated = 1,

    /// <summary>Nobody can read it either.</summary>
    Encrypted = 2,
}
