using System;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>A frame came to what it must not come to: says which, so that it can be sent again.</summary>
internal sealed class FuzzedFailure(string message) : Exception(message);
