using System;

namespace Pilevisor.Composition;

/// <summary>
/// Adds what a module registers, and what that module imports itself. A module that is reached twice counts once. What the importer registers overrides what
/// it imports.
/// <code>
/// [Image]
/// [Import&lt;IDefaultGuest&gt;]
/// [Singleton&lt;ITransport, StandardFrames&gt;] // in place of the one that IDefaultGuest registers
/// internal sealed partial class SmallFrames;
/// </code>
/// </summary>
/// <typeparam name="TModule">An interface or class marked [Module].</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class ImportAttribute<TModule> : Attribute;
