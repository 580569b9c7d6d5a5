using System;

namespace Pilevisor.Composition;

/// <summary>
/// An image that chooses this class must choose an implementation of <typeparamref name="TService"/> whose constant of a name is no less than so much: the two do not go together otherwise, and the image does not compile (PV1022). An
/// implementation without such a constant is taken to fit.
/// </summary>
/// <typeparam name="TService">The other service: a contract, so that no policy names another.</typeparam>
/// <param name="constant">The name of a <c>public const int</c> of its implementation.</param>
/// <param name="least">The least value that goes with this class.</param>
/// <param name="reason">Why no lesser one does, as the end of a sentence.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RequiresAtLeastAttribute<TService>(string constant, int least, string reason) : Attribute
{
    /// <summary>The name of the constant.</summary>
    public string Constant => constant;

    /// <summary>Its least value.</summary>
    public int Least => least;

    /// <summary>Why no lesser one goes.</summary>
    public string Reason => reason;
}
