using System;
using Pilevisor.Interconnect;

namespace Pilevisor.Virtualization.Tests;

/// <summary>An end of the cluster that a test can tell by what is thrown.</summary>
internal sealed class FakeShutdown : IClusterShutdown
{
    public void PowerOff() => throw new PoweredOff();

    public void Reset() => throw new WasReset();

    public sealed class PoweredOff : Exception;

    public sealed class WasReset : Exception;
}
