using System;

namespace Pilevisor.Kernel;

/// <summary>On a method marked <see cref="StartsAttribute"/>: boot calls it after those of <typeparamref name="T"/> in the same phase.</summary>
/// <typeparam name="T">A component's class or one of its services. It must start in the same phase or an earlier one.</typeparam>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AfterAttribute<T> : Attribute;
