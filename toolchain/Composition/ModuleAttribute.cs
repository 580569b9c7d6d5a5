using System;

namespace Pilevisor.Composition;

/// <summary>
/// Makes an interface or a class a set of registrations that images and other modules import (Jab's <c>[ServiceProviderModule]</c>). It may hold the static
/// members that its registrations name.
/// <code>
/// [Module]
/// [Singleton&lt;IConsole, Pl011&gt;]
/// [Singleton&lt;IBoard&gt;(Factory = nameof(CreateBoard))]
/// public interface IQemuVirtBoard
/// {
///     static IBoard CreateBoard(IHardware hardware) => new QemuVirt(hardware);
/// }
/// </code>
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = false)]
public sealed class ModuleAttribute : Attribute;
