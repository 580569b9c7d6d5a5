using System;

namespace Pilevisor.Launch.Progress;

/// <summary>Something under way.</summary>
public interface IActivity : IDisposable
{
    /// <summary>How far it has got, in a few words.</summary>
    void Report(string detail);

    /// <summary>It ended well; without this call it is shown as failed.</summary>
    void Succeed();
}
