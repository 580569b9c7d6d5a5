using System.IO;
using System.Text;
using Pilevisor.Interconnect;

namespace Pilevisor.Launch.Guests;

/// <summary>What the leader is given to boot: a newc archive with kernel, initrd and cmdline, as on a board's boot partition.</summary>
/// <param name="kernel">The guest's kernel.</param>
/// <param name="initrd">Its first file system, or null for none.</param>
/// <param name="commandLine">Its command line.</param>
public sealed class GuestPayload(string kernel, string? initrd, string commandLine)
{
    /// <summary>The kernel command line of a guest of ours, before what the user appends.</summary>
    /// <remarks>
    /// The r behind the serial port's line format is flow control: while a program does not read, Linux leaves what is typed in the port, which holds back whoever types, instead of keeping it as long as it has
    /// room. cryptomgr.notests saves 0.1 s. A guest that panics resets its machine at once (panic=-1), so that its end is seen and not waited for.
    /// </remarks>
    public const string DefaultCommandLine = "console=ttyAMA0,115200n8r quiet cryptomgr.notests panic=-1";

    /// <summary>What a cluster's guest with our /init gets besides: /init brings the other CPUs up, before it says that user space is ready.</summary>
    /// <remarks>
    /// Until it has chosen its clocksource Linux ticks periodically on every CPU, idle or not, and each tick writes the pages of jiffies, timekeeping and the scheduler: two machines that boot together do little but
    /// exchange them. Afterwards idle CPUs do not tick. docs/results.md has both figures; "--append maxcpus=64" boots the other way.
    /// </remarks>
    public const string OneCpuFirst = "maxcpus=1";

    /// <summary>What makes a guest use its first CPU only.</summary>
    public const string OneCpu = "nr_cpus=1";

    /// <summary>
    /// What a guest gets that may grow: memory that is added is used at once, and only for what can be moved away, so that it can be given back. Linux takes memory to give it back, and would zero all of it then: with pages of other
    /// nodes the guest's first CPU stood still for seconds.
    /// </summary>
    public const string Growing = "memhp_default_state=online_movable init_on_alloc=0";

    /// <summary>
    /// What a guest gets that has Debian's packages in its first file system: Linux would keep 64 MiB for devices that want memory in one piece, which its machine has none of, and count them neither for that file system nor for itself.
    /// </summary>
    public const string WithPackages = "cma=0";

    /// <summary>What a guest gets that runs on several nodes.</summary>
    /// <remarks>
    /// <para>
    /// nohz_full: all CPUs but the first, which keeps the time for all, are without a tick while they have one thing to do. Each tick of each CPU writes a dozen pages that the other CPUs' ticks use too; once it takes
    /// more than the 4 ms from one to the next to fetch them, a busy cluster does nothing else. "--append nohz_full=" gives every CPU its ticks back.
    /// </para>
    /// <para>
    /// rcutree.jiffies_till_first_fqs, ..next_fqs: while a grace period lasts, RCU looks every jiffy (4 ms) at what each CPU was last doing, which is on that CPU's pages, and interrupts the CPUs that are slow to come by.
    /// Across machines that makes them slower still (docs/results.md). Ten jiffies, no longer: whoever waits for a grace period (a CPU that goes offline, say) waits that much.
    /// </para>
    /// <para>
    /// numa_balancing=disable: Linux would copy pages to the NUMA node of the CPU that uses them. The coherence protocol does just that already.
    /// </para>
    /// <para>
    /// sysctl.vm.compaction_proactiveness=0: or each NUMA node's kcompactd wakes twice a second to see whether there is something to tidy up, and whoever wakes reads the timekeeper's pages.
    /// </para>
    /// <para>
    /// swiotlb=noforce: or a guest whose memory ends above 4 GiB clears 64 MiB on the last node for bounce buffers, more than the first node may have room for, and the guest's machine has no device that needs them.
    /// </para>
    /// <para>
    /// debugfs=off: or each CPU that comes up makes a directory of the scheduling domains of all CPUs anew, on the first node's pages.
    /// </para>
    /// <para>
    /// "pilevisor bench arguments" leaves out each of them by itself, and tries others; docs/results.md has what came of it.
    /// </para>
    /// </remarks>
    /// <param name="cpus">How many CPUs the guest has: 2 or more.</param>
    public static string OnSeveralNodes(int cpus) =>
        $"nohz_full={(cpus == 2 ? "1" : $"1-{cpus - 1}")} rcutree.jiffies_till_first_fqs=10 rcutree.jiffies_till_next_fqs=10 numa_balancing=disable "
        + "sysctl.vm.compaction_proactiveness=0 swiotlb=noforce debugfs=off";

    /// <summary>The longest command line that Linux takes on arm64 (COMMAND_LINE_SIZE, without the 0 at its end).</summary>
    public const int MostCommandLineBytes = 2047;

    /// <summary>The guest's kernel.</summary>
    public string Kernel => kernel;

    /// <summary>Its first file system, or null for none.</summary>
    public string? Initrd => initrd;

    /// <summary>Its command line.</summary>
    public string CommandLine => commandLine;

    /// <summary>Writes the archive.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="key">What the file with the cluster's key holds, or null for none.</param>
    public void Write(string path, byte[]? key)
    {
        using FileStream output = File.Create(path);
        using CpioWriter archive = new(output);
        archive.AddFile("cmdline", Encoding.UTF8.GetBytes(commandLine));
        archive.AddFileFrom("kernel", kernel);
        if (initrd is not null) archive.AddFileFrom("initrd", initrd);
        if (key is not null) archive.AddFile(KeyName, key);
    }

    /// <summary>Writes the archive of a node that does not lead: the key alone.</summary>
    public static void WriteKey(string path, byte[] key)
    {
        using FileStream output = File.Create(path);
        using CpioWriter archive = new(output);
        archive.AddFile(KeyName, key);
    }

    private static string KeyName => Encoding.ASCII.GetString(ClusterKey.FileName);
}
