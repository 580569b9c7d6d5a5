namespace Pilevisor.Launch.Packages;

/// <summary>A Debian package that this host needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Probe">A program, looked up in PATH, or the absolute path of a file, that shows that it is installed.</param>
public sealed record HostPackage(string Name, string Purpose, string Probe);
