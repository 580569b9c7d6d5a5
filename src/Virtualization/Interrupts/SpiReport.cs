namespace Pilevisor.Virtualization;

/// <summary>What a vCPU tells the distributor of an SPI.</summary>
internal readonly struct SpiReport
{
    /// <summary>About an SPI that it was given.</summary>
    public SpiReport(uint spi, bool isAnswer, bool hadPending, bool isActive)
    {
        Spi = spi;
        IsAnswer = isAnswer;
        HadPending = hadPending;
        IsActive = isActive;
    }

    /// <summary>Its INTID.</summary>
    public uint Spi { get; }

    /// <summary>Whether this answers a recall; otherwise the guest has done with the SPI.</summary>
    public bool IsAnswer { get; }

    /// <summary>Whether it was still pending, and has been given back; seen in a look, it is still pending here.</summary>
    public bool HadPending { get; }

    /// <summary>Whether it is active and stays here until the guest deactivates it.</summary>
    public bool IsActive { get; }

    /// <summary>Whether the vCPU has written ICC_DIR_EL1 with an SPI that it does not have: wherever that is active, it ends.</summary>
    public bool IsDeactivation { get; private init; }

    /// <summary>Whether it only tells what a look has seen; the SPI stays.</summary>
    public bool IsLook { get; private init; }

    /// <summary>About one that it was given, and keeps.</summary>
    public static SpiReport Look(uint spi, bool isPending, bool isActive) => new(spi, false, isPending, isActive) { IsLook = true };

    /// <summary>About one that it does not have, and that it deactivates.</summary>
    public static SpiReport Deactivation(uint spi) => new(spi, false, false, false) { IsDeactivation = true };
}
