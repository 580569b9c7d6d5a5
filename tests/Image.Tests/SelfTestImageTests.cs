using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The self-test image at EL2 prints what the same IL printed on the host, where the framework is the real one: tests/Checks.Tests verifies that text.</summary>
[Collection(Machines.Collection)]
public class SelfTestImageTests(Machines machines)
{
    private const string Verified = "Checks.Tests/FrameworkTests.Checks_and_fatal_checks.verified.txt";

    // What only an image can check has no counterpart on the host.
    private static readonly string[] s_sealedArena =
    [
        "sealed array Allocation after the arena was sealed: create objects while the image boots.",
        "sealed object Allocation after the arena was sealed: create objects while the image boots.",
        "sealed exception a message of 2 values survives",
        "sealed reserve The reserve for panic messages is used up.",
        "end",
    ];

    [Theory]
    [InlineData("SelfTest", "virt", "cortex-a72")]
    [InlineData("SelfTest", "virt", "max,pauth=off")]
    [InlineData("VersalSelfTest", "versal", "cortex-a72")]
    [InlineData("Zcu102SelfTest", "zcu102", "cortex-a53")]
    [InlineData("RaspberryPi4SelfTest", "rpi4", "cortex-a72")]
    public async Task Both_worlds_agree(string variant, string board, string cpuModel)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        VariantImage image = await machines.Builder.BuildAsync(variant, cancellation);
        using RunDirectory directory = new();
        using SerialPort serial = new(directory.File("serial.sock"));
        StringBuilder text = new();
        TaskCompletionSource ends = new(TaskCreationOptions.RunContinuationsAsynchronously);
        QemuBoard model = QemuBoard.Find(board)!;
        QemuMachine machine = new() { Board = model, MemoryBytes = long.Max(64 * ByteSize.MiB, model.LeastMemoryBytes), Cpus = model.FewestCpus, CpuModel = cpuModel, Kernel = image.Binary, HasEl2 = true, SerialSocket = serial.Path };
        BoardFiles files = await machines.Boards.GetAsync(model, cancellation);
        using QemuProcess process = await QemuProcess.StartAsync(files.Equip(machine), serial, bytes => Take(Encoding.ASCII.GetString(bytes.Span)));
        try
        {
            // A board that cannot power itself off has said all then.
            if (!model.PowersOff) await Task.WhenAny(ends.Task, process.Ended).WaitAsync(Machines.Limit, cancellation);
            else Assert.Equal(0, await process.Ended.WaitAsync(Machines.Limit, cancellation));
        }
        finally
        {
            await process.KillAsync();
        }

        string[] lines = text.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] framework = await File.ReadAllLinesAsync(Path.Combine(machines.Layout.Tests, Verified), cancellation);
        Assert.Equal(framework.Concat(s_sealedArena), lines);

        void Take(string piece)
        {
            text.Append(piece);
            if (text.ToString().ReplaceLineEndings("\n").EndsWith($"\n{s_sealedArena[^1]}\n", StringComparison.Ordinal)) ends.TrySetResult();
        }
    }
}
