namespace System.Runtime.CompilerServices;

/// <summary>The code generator may have its own code for the method; it knows the method by its name.</summary>
public sealed class IntrinsicAttribute : Attribute;
