using System;

namespace Pilevisor.Lab.Model;

/// <summary>The protocol did what it must not.</summary>
/// <param name="message">Which rule was broken, by whom.</param>
public sealed class ModelViolation(string message) : Exception(message)
{
    /// <summary>Throws unless <paramref name="condition"/> holds.</summary>
    public static void Unless(bool condition, string what)
    {
        if (!condition) throw new ModelViolation(what);
    }
}
