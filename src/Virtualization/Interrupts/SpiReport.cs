namespace Pilevisor.Virtualization;

/// <summary>What a vCPU tells the distributor of an SPI it was given.</summary>
/// <param name="Spi">Its INTID.</param>
/// <param name="IsAnswer">Whether this answers a recall; otherwise the guest has done with the SPI.</param>
/// <param name="HadPending">Whether it was still pending, and has been given back.</param>
/// <param name="IsActive">Whether it is active and stays here until the guest deactivates it.</param>
internal readonly struct SpiReport(uint Spi, bool IsAnswer, bool HadPending, bool IsActive)
{
    /// <summary>Its INTID.</summary>
    public uint Spi { get; } = Spi;

    /// <summary>Whether this answers a recall; otherwise the guest has done with the SPI.</summary>
    public bool IsAnswer { get; } = IsAnswer;

    /// <summary>Whether it was still pending, and has been given back.</summary>
    public bool HadPending { get; } = HadPending;

    /// <summary>Whether it is active and stays here until the guest deactivates it.</summary>
    public bool IsActive { get; } = IsActive;
}
