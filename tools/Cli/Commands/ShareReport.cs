namespace Pilevisor.Cli.Commands;

/// <summary>A directory of this host that the guest has, for --json.</summary>
/// <param name="Directory">Its path.</param>
/// <param name="Tag">What the guest mounts it by.</param>
/// <param name="IsReadOnly">Whether the guest can only read it.</param>
internal sealed record ShareReport(string Directory, string Tag, bool IsReadOnly);
