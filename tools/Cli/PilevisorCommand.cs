using System.Collections.Generic;
using System.CommandLine;

namespace Pilevisor.Cli;

/// <summary>The program itself: nothing but its commands.</summary>
internal sealed class PilevisorCommand : RootCommand
{
    public PilevisorCommand(IEnumerable<Command> commands)
        : base("Several ARM machines, one Linux: builds hypervisor images and boots them as a cluster under QEMU.")
    {
        foreach (Command command in commands) Add(command);
    }
}
