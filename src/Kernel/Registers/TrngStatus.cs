namespace Pilevisor.Kernel;

/// <summary>What the functions of the Arm True Random Number Generator Firmware Interface return (DEN0098). They are not those of PSCI.</summary>
public enum TrngStatus : long
{
    /// <summary>SUCCESS.</summary>
    Success = 0,

    /// <summary>NOT_SUPPORTED.</summary>
    NotSupported = -1,

    /// <summary>INVALID_PARAMETERS.</summary>
    InvalidParameters = -2,

    /// <summary>NO_ENTROPY: none just now.</summary>
    NoEntropy = -3,
}
