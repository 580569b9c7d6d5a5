namespace Pilevisor.Kernel;

/// <summary>The devices of this machine that are there for the guest.</summary>
public interface IMachineDevices
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Device number <paramref name="index"/>, in the order of addresses.</summary>
    MachineDevice this[int index] { get; }

    /// <summary>Looks for them. Boot only, before the first question.</summary>
    void Find();
}
