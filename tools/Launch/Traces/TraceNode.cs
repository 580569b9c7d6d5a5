using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces;

/// <summary>A node of a recorded cluster.</summary>
/// <param name="Cpus">Its CPUs.</param>
/// <param name="FirstPage">The first page of its window.</param>
/// <param name="Pages">Pages of its window.</param>
/// <param name="Lost">Records of it that were lost.</param>
public sealed record TraceNode(int Cpus, PageNumber FirstPage, uint Pages, ulong Lost)
{
    /// <summary>Whether <paramref name="page"/> lies in its window: whether it is the page's home.</summary>
    public bool IsHomeOf(PageNumber page) => page.Value - FirstPage.Value < Pages;
}
