using System.Linq;
using System.Reflection;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>Looks into an object of a snippet, which this assembly does not know at compile time.</summary>
internal static class BuiltImage
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The value of a property, or of the properties behind it: <c>Get("Counter.Log")</c>.</summary>
    public static object Get(this object owner, string path) => path.Split('.').Aggregate(owner, (current, name) =>
    {
        PropertyInfo? property = current.GetType().GetProperty(name, Any);
        Assert.True(property is not null, $"{current.GetType()} has no property {name}");
        return Assert.IsType<object>(property.GetValue(current), exactMatch: false);
    });

    /// <summary>CPU <paramref name="cpu"/>'s component in a PerCpu.</summary>
    public static object OfCpu(this object perCpu, int cpu) => perCpu.GetType().GetProperty("Item")!.GetValue(perCpu, [new Kernel.CpuIndex(cpu)])!;
}
