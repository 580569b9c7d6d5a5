using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>bench sgi: how many instructions the hypervisors run for an SGI from one vCPU to another, of the same node and of another one, on both sides.</summary>
internal sealed class BenchSgiCommand : Command
{
    private const string Guest = "sgi";
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<int> _functions = BenchOptions.Functions();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly InstructionCounter _counter;

    public BenchSgiCommand(InstructionCounter counter)
        : base("sgi", "Count the hypervisors' instructions for an interrupt from one CPU of the guest to another")
    {
        _counter = counter;
        foreach (Option option in (Option[])[_variant, _cpuModel, _functions, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        RepeatedCount[] here = await CountAsync(1, 2, [new("same node: sender", 0, PathKind.SgiSent), new("same node: receiver", 0, PathKind.SgiFromHere)]);
        RepeatedCount[] elsewhere = await CountAsync(2, 1, [new("another node: sender", 0, PathKind.SgiSent), new("another node: receiver", 1, PathKind.SgiFromElsewhere)]);
        RepeatedCount.Print([.. here, .. elsewhere], request.GetValue(_json));
        return ExitStatus.Success;

        Task<RepeatedCount[]> CountAsync(int nodes, int cpus, CountedWay[] ways) =>
            _counter.CountAsync(Guest, InstructionCounter.Machines(nodes, cpus, request.GetValue(_variant)!, request.GetValue(_cpuModel)), ways, BenchOptions.Functions(request, _functions), cancellation);
    }
}
