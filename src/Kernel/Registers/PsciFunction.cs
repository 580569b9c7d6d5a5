namespace Pilevisor.Kernel;

/// <summary>
/// Functions that are called by HVC or SMC: by the guest, and by us of the firmware (DEN0022, chapter 5, and DEN0028, chapter 7). Those with <see cref="SixtyFourBit"/> also exist with that bit
/// set, where they take 64-bit arguments.
/// </summary>
public enum PsciFunction : uint
{
    /// <summary>The bit of a function identifier that says SMC64.</summary>
    SixtyFourBit = 1u << 30,

    /// <summary>SMCCC_VERSION.</summary>
    SmcccVersion = 0x8000_0000,

    /// <summary>SMCCC_ARCH_FEATURES.</summary>
    SmcccArchFeatures = 0x8000_0001,

    /// <summary>PSCI_VERSION.</summary>
    Version = 0x8400_0000,

    /// <summary>CPU_SUSPEND, SMC32 and SMC64.</summary>
    CpuSuspend = 0x8400_0001,

    /// <summary>CPU_OFF.</summary>
    CpuOff = 0x8400_0002,

    /// <summary>CPU_ON, SMC32 and SMC64.</summary>
    CpuOn = 0x8400_0003,

    /// <summary>AFFINITY_INFO, SMC32 and SMC64.</summary>
    AffinityInfo = 0x8400_0004,

    /// <summary>MIGRATE_INFO_TYPE.</summary>
    MigrateInfoType = 0x8400_0006,

    /// <summary>SYSTEM_OFF.</summary>
    SystemOff = 0x8400_0008,

    /// <summary>SYSTEM_RESET.</summary>
    SystemReset = 0x8400_0009,

    /// <summary>PSCI_FEATURES.</summary>
    Features = 0x8400_000a,

    /// <summary>CPU_SUSPEND, SMC64.</summary>
    CpuSuspend64 = CpuSuspend | SixtyFourBit,

    /// <summary>CPU_ON, SMC64.</summary>
    CpuOn64 = CpuOn | SixtyFourBit,

    /// <summary>AFFINITY_INFO, SMC64.</summary>
    AffinityInfo64 = AffinityInfo | SixtyFourBit,
}
