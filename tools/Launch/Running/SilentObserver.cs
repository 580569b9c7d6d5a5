namespace Pilevisor.Launch.Running;

/// <summary>Nobody watches.</summary>
public sealed class SilentObserver : ClusterObserver
{
}
