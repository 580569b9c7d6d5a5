using System;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>The protocol did what it must not.</summary>
internal sealed class ModelViolation(string message) : Exception(message);
