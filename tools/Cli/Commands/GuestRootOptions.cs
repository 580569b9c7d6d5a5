using System.Collections.Generic;
using System.CommandLine;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Systems;

namespace Pilevisor.Cli.Commands;

/// <summary>The options that describe a system that the guest boots from its first disk.</summary>
internal sealed class GuestRootOptions
{
    private readonly Option<string?> _distribution = new("--distro") { Description = $"Boot a system from its disk: {GuestRoot.Debian}, made once from Debian's packages. Without --root, what the guest changes is thrown away at the end", HelpName = "NAME" };
    private readonly Option<string?> _file = new("--root") { Description = "The image that keeps that system; made by --distro if it is not there", HelpName = "FILE" };
    private readonly Option<long?> _size = SizeOption.Create("--size", $"How large the system's disk is made [default: {ByteSize.Format(GuestRoot.DefaultBytes)}]");
    private readonly Option<bool> _ssh = new("--ssh") { Description = "Let this host into a guest that has a server by ssh, by a port of this run's own, and into that system with a key of its own, too" };

    public IEnumerable<Option> All => [_distribution, _file, _size, _ssh];

    /// <summary>The system asked for; null if none is.</summary>
    public GuestRoot? Read(ParseResult request) => IsAskedFor(request)
        ? new GuestRoot { Distribution = request.GetValue(_distribution), File = request.GetValue(_file), Bytes = request.GetValue(_size) }
        : null;

    /// <summary>Whether ssh is to get into it.</summary>
    public bool HasSsh(ParseResult request) => request.GetValue(_ssh);

    /// <summary>Whether there is one.</summary>
    public bool IsAskedFor(ParseResult request) => request.GetValue(_distribution) is not null || request.GetValue(_file) is not null || request.GetValue(_size) is not null;
}
