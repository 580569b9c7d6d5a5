using System;

namespace Pilevisor.Composition;

/// <summary>
/// Makes a partial class a variant image: the generator adds a constructor that builds every registered component once, in dependency order, and a
/// property for each service (Jab's <c>[ServiceProvider]</c>).
/// <code>
/// [Image]
/// [Import&lt;IQemuVirtBoard&gt;]
/// [Singleton&lt;ICoherenceProtocol, OwnerDirectory&gt;]
/// internal sealed partial class VirtCluster;
/// </code>
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ImageAttribute : Attribute;
