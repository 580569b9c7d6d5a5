namespace Pilevisor.Kernel;

/// <summary>The functions of the Arm True Random Number Generator Firmware Interface 1.0 (DEN0098), called by HVC or SMC: by the guest, and by us of the firmware.</summary>
public enum TrngFunction : uint
{
    /// <summary>TRNG_VERSION.</summary>
    Version = 0x8400_0050,

    /// <summary>TRNG_FEATURES.</summary>
    Features = 0x8400_0051,

    /// <summary>TRNG_GET_UUID.</summary>
    GetUuid = 0x8400_0052,

    /// <summary>TRNG_RND, SMC32: up to 96 bits.</summary>
    Random32 = 0x8400_0053,

    /// <summary>TRNG_RND, SMC64: up to 192 bits.</summary>
    Random64 = Random32 | PsciFunction.SixtyFourBit,
}
