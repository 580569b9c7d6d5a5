using Pilevisor.Kernel;

namespace Pilevisor.Composition.Tests;

internal sealed class UsageEntry(IProcessor processor, ILog log) : IImageEntry
{
    public void Run()
    {
        processor.WaitForInterrupt();
        log.Info($"woken");
    }
}
