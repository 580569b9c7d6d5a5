using System.Globalization;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>How fast the console took what one CPU wrote, in one way.</summary>
/// <param name="Cpu">The guest's CPU that wrote.</param>
/// <param name="Way">"write": a program, by interrupts; "log": the kernel, byte for byte.</param>
/// <param name="Bytes">What it wrote.</param>
/// <param name="Seconds">How long that took, until the port had sent it.</param>
internal sealed record ConsoleSpeed(int Cpu, string Way, int Bytes, double Seconds)
{
    private const int WrittenBytes = 64 << 10;
    private const int LogLines = 100;
    private const int LogLineBytes = 100;
    private const string Mark = "speed:";

    /// <summary>Bytes a second.</summary>
    public double BytesPerSecond => Bytes / Seconds;

    /// <summary>What the guest's shell runs: each of <paramref name="cpus"/> CPUs writes either way, and the times follow at the end. stty waits until the port has sent everything.</summary>
    public static string Command(int cpus) => string.Join('\n',
        $"tr '\\0' x </dev/zero | head -c {WrittenBytes} >text; line=$(head -c {LogLineBytes} text)",
        "now() { cut -d' ' -f1 /proc/uptime; }",
        "took() { stty -opost </dev/console; echo \"" + Mark + " $1 $2 $3 $4 $(now)\" >>times; }",
        "echo on >/proc/sys/kernel/printk_devkmsg",
        $"for cpu in $(seq 0 {cpus - 1}); do",
        "    begin=$(now); taskset -c $cpu cat text; took $cpu write " + WrittenBytes + " $begin",
        "    dmesg -n 8",
        $"    begin=$(now); taskset -c $cpu sh -c 'for i in $(seq {LogLines}); do echo \"<1>'$line'\" >/dev/kmsg; done'; took $cpu log " + (LogLines * LogLineBytes) + " $begin",
        "    dmesg -n 1",
        "done",
        "echo; cat times");

    /// <summary>The figures among what the command wrote.</summary>
    public static ConsoleSpeed[] In(string output) => [.. output.Split('\n').Select(Parse).OfType<ConsoleSpeed>()];

    private static ConsoleSpeed? Parse(string line) => line.TrimEnd().Split(' ') switch
    {
        [Mark, string cpu, string way, string bytes, string begin, string end] => new(int.Parse(cpu, CultureInfo.InvariantCulture), way, int.Parse(bytes, CultureInfo.InvariantCulture), Clock(end) - Clock(begin)),
        _ => null,
    };

    private static double Clock(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
