using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;

namespace Pilevisor.Cli;

/// <summary>The program itself: nothing but its commands.</summary>
internal sealed class PilevisorCommand : Command
{
    private const int HelpColumns = 120;

    public PilevisorCommand(IEnumerable<Command> commands)
        : base("pilevisor", "Several ARM machines, one Linux: builds hypervisor images and boots them as a cluster under QEMU.")
    {
        Add(new HelpOption { Action = new HelpAction { MaxWidth = HelpColumns } });
        foreach (Command command in commands) Add(command);
    }
}
