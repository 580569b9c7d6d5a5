using System.Collections.Generic;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Launch.Machines;

/// <summary>A machine under QEMU, as arguments of qemu-system-aarch64 (7.2, or what the board takes).</summary>
public sealed record QemuMachine
{
    /// <summary>The program, if not the host's own.</summary>
    public string Program { get; init; } = QemuPrograms.OfHost;

    /// <summary>Which board it is.</summary>
    public QemuBoard Board { get; init; } = QemuBoard.Find(QemuBoard.Default)!;

    /// <summary>Its RAM.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Its CPUs.</summary>
    public required int Cpus { get; init; }

    /// <summary>QEMU's -cpu, where the board takes any.</summary>
    public required string CpuModel { get; init; }

    /// <summary>What boots: an arm64 Image or ELF.</summary>
    public required string Kernel { get; init; }

    /// <summary>The kernel's command line.</summary>
    public string CommandLine { get; init; } = string.Empty;

    /// <summary>The initrd, if any.</summary>
    public string? Initrd { get; init; }

    /// <summary>The file with the device tree that it is handed; QEMU's own if null.</summary>
    public string? DeviceTree { get; init; }

    /// <summary>Whether the machine boots at EL2.</summary>
    public bool HasEl2 { get; init; }

    /// <summary>A unix stream socket that somebody listens on: the serial port connects to it, so that no byte is lost.</summary>
    public required string SerialSocket { get; init; }

    /// <summary>Its network, if any.</summary>
    public QemuNic? Nic { get; init; }

    /// <summary>What a guest has of it, if anything; only on a board with <see cref="QemuBoard.HasVirtio"/>.</summary>
    public GuestDevices? Devices { get; init; }

    /// <summary>Lets its monitor be told to log instructions, if any.</summary>
    public InstructionLog? InstructionLog { get; init; }

    /// <summary>Whether its clock counts instructions: one is a tick of the virtual counter. A CPU that sleeps goes on at once to when it wakes, or sleeps in real time where instructions are logged.</summary>
    public bool CountsInstructions { get; init; }

    /// <summary>How its clock is wrong, if it is.</summary>
    public ClockDrift? Drift { get; init; }

    /// <summary>How many CPUs the guest has at most, here and elsewhere, whose <see cref="Devices"/> these are.</summary>
    public int GuestCpus { get; init; } = 1;

    /// <summary>The arguments.</summary>
    public IReadOnlyList<string> Arguments()
    {
        List<string> arguments =
        [
            .. Board.MachineArguments(Cpus, CpuModel, HasEl2),
            "-m", $"{MemoryBytes / ByteSize.MiB}M",
            "-display", "none", "-monitor", InstructionLog is null ? "none" : $"unix:{QemuOption.Value(InstructionLog.MonitorSocket)},server=on,wait=off", "-no-user-config", "-nodefaults", "-no-reboot",
            "-chardev", $"socket,id=serial,path={QemuOption.Value(SerialSocket)}",
            "-serial", "chardev:serial",
            "-kernel", Kernel,
        ];
        if (InstructionLog is { } log) arguments.AddRange(["-D", log.File, "-dfilter", $"0x{log.First:x}..0x{log.Last:x}"]);
        if (CountsInstructions) arguments.AddRange(["-icount", InstructionLog is null ? "shift=4,sleep=off" : "shift=4,sleep=on"]);
        if (CommandLine.Length > 0) arguments.AddRange(["-append", CommandLine]);
        if (Initrd is not null) arguments.AddRange(["-initrd", Initrd]);
        if (DeviceTree is not null) arguments.AddRange(["-dtb", DeviceTree]);
        IReadOnlyList<string> devices = Devices is null ? [] : new QemuDevices(Devices, GuestCpus).Arguments();
        if (Board.HasVirtio && (Nic is not null || devices.Count > 0)) arguments.AddRange(QemuDevices.Standard);
        arguments.AddRange(Nic is null ? ["-nic", "none"] : Nic.Arguments(Board.Nic, Board.NicsBefore));
        arguments.AddRange(devices);
        return arguments;
    }
}
