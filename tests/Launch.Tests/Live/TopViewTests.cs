using System.IO;
using Pilevisor.Cli.Commands;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Running;
using Pilevisor.Snapshots;
using Spectre.Console;
using Xunit;

namespace Pilevisor.Launch.Tests.Live;

public sealed class TopViewTests
{
    [Fact]
    public void A_terminal_of_80_columns_shows_all_of_it()
    {
        NodeSample busy = new(0, 4, 4, 0.5, 0.25, 0.25, 1234, 567.4, 89, 1000, 2345, 3, 9999, 12_345, 3.5 * (1 << 20), new LatencySummary(10, 96, 1280, 4608, 22_528), 15_773_696, 134_217_728, 12, 3, 117);
        NodeSample idle = new(10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, 0, 134_217_728, 0, 0, 0);
        ClusterSample sample = new(42.3, [busy, idle],
        [
            new HotPageSample(0x41817, 82.4, [new PageWaiter(10, 43, 0xffff_8000_0816_1ce0, "ktime_get_update_offsets_now+0x40"), new PageWaiter(0, 39.4, 0xffff_8000_0816_104c, "timekeeping_advance+0x1c0")]),
            new HotPageSample(0x7ffff, 1, [new PageWaiter(0, 1, 0)]),
            new HotPageSample(0x60198, 1, [new PageWaiter(0, 1, 0xffff_8000_08b6_fd3c)]),
        ]);
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 80;
        console.Write(new TopView("work").Draw(sample));
        Snapshot.Verify(text.ToString());
    }
}
