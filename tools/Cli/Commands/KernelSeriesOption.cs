using System.CommandLine;
using Pilevisor.Launch.Guests;

namespace Pilevisor.Cli.Commands;

/// <summary>--kernel-series: which of Debian's kernels the guest boots.</summary>
internal static class KernelSeriesOption
{
    public static Option<string> Create() =>
        new("--kernel-series") { Description = $"Which of Debian's kernels: {string.Join(", ", GuestKernels.Series)}", HelpName = "NAME", DefaultValueFactory = _ => GuestKernels.Default };
}
