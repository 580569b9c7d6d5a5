using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What a firmware's function returns beside x0, in the layout that Metal/smc.S writes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FirmwareResults
{
    /// <summary>x1.</summary>
    public ulong X1;

    /// <summary>x2.</summary>
    public ulong X2;

    /// <summary>x3.</summary>
    public ulong X3;
}
