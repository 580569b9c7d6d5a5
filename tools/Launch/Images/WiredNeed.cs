namespace Pilevisor.Launch.Images;

/// <summary>What one parameter is given.</summary>
/// <param name="Service">The service that is asked for, in full.</param>
/// <param name="AllCpus">Whether it is all CPUs' of them.</param>
public sealed record WiredNeed(string Service, bool AllCpus);
