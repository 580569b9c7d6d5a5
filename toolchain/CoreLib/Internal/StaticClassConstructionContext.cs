namespace System.Runtime.CompilerServices;

/// <summary>Part of the signature of <see cref="ClassConstructorRunner"/>.</summary>
internal struct StaticClassConstructionContext
{
    internal nint cctorMethodAddress;
}
