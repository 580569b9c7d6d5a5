namespace Pilevisor.Launch.Progress;

/// <summary>Nobody watches.</summary>
public sealed class SilentActivities : IActivities, IActivity
{
    /// <inheritdoc/>
    public IActivity Begin(string what) => this;

    /// <inheritdoc/>
    public void Note(string line)
    {
    }

    /// <inheritdoc/>
    public void Report(string detail)
    {
    }

    /// <inheritdoc/>
    public void Succeed()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
