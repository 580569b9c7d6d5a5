namespace Pilevisor.Launch.Machines;

/// <summary>Lets QEMU's monitor be told to write down each instruction that a machine runs in a range of addresses.</summary>
/// <param name="MonitorSocket">Where the monitor listens.</param>
/// <param name="File">Where the instructions go.</param>
/// <param name="First">The first address.</param>
/// <param name="Last">The last address.</param>
public sealed record InstructionLog(string MonitorSocket, string File, ulong First, ulong Last);
