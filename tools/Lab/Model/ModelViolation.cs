using System;
using System.Runtime.CompilerServices;

namespace Pilevisor.Lab.Model;

/// <summary>The protocol did what it must not.</summary>
/// <param name="message">Which rule was broken, by whom.</param>
public sealed class ModelViolation(string message) : Exception(message)
{
    /// <summary>Throws unless <paramref name="condition"/> holds.</summary>
    internal static void Unless(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref LazyText what)
    {
        if (!condition) throw new ModelViolation(what.Take());
    }
}
