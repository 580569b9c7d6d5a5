using System.IO;
using Xunit;

namespace Pilevisor.Toolchain.Tests;

/// <summary>What must not reach an image is refused by its build, in words that name the culprit and say what to do.</summary>
public class RefusedVariantTests
{
    [Fact]
    public void A_framework_member_that_the_core_library_lacks() => Refused(
        """
        internal static class Variant { public static string? Text; public static void Run() => Text = string.Join(",", "a", "b"); }
        """,
        "PV2002", "String.Join(", "toolchain/CoreLib");

    [Fact]
    public void A_framework_type_that_the_core_library_lacks() => Refused(
        """
        internal static class Variant { public static string? Text; public static void Run() => Text = new System.Text.StringBuilder().ToString(); }
        """,
        "PV2002", "System.Text.StringBuilder", "toolchain/CoreLib");

    [Fact]
    public void A_static_constructor_that_survives() => Refused(
        """
        internal static class Tables { public static readonly int[][] Rows = [[1], [2]]; }
        internal static class Variant { public static int Sum; public static void Run() => Sum += Tables.Rows[Sum & 1][0]; }
        """,
        "PV2003", "Tables", "assign it in a method called at boot");

    [Fact]
    public void An_interface_call_that_is_looked_up_at_run_time() => Refused(
        """
        internal interface IPolicy { int Choose(int x); }
        internal sealed class P1 : IPolicy { public int Choose(int x) => x + 1; }
        internal sealed class P2 : IPolicy { public int Choose(int x) => x + 2; }
        internal sealed class P3 : IPolicy { public int Choose(int x) => x + 3; }
        internal sealed class P4 : IPolicy { public int Choose(int x) => x + 4; }
        internal sealed class P5 : IPolicy { public int Choose(int x) => x + 5; }
        internal static class Variant
        {
            public static int Sum;
            public static void Run()
            {
                IPolicy[] policies = [new P1(), new P2(), new P3(), new P4(), new P5()];
                foreach (IPolicy policy in policies) Sum += policy.Choose(Sum);
            }
        }
        """,
        "PV2004", "IPolicy", "Choose", "abstract base class");

    [Fact]
    public void A_symbol_that_nothing_defines() => Refused(
        """
        internal static class Variant
        {
            [System.Runtime.RuntimeImport("*", "asm_nobody")]
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)]
            private static extern void Nobody();
            public static void Run() => Nobody();
        }
        """,
        "PV2010", "asm_nobody", "[RuntimeExport]");

    [Fact]
    public void Native_code_of_a_hosted_process() => Refused(
        """
        internal static class Variant
        {
            [System.Runtime.InteropServices.DllImport("*")] private static extern int getpid();
            public static int Id;
            public static void Run() => Id = getpid();
        }
        """,
        "PV2011", "RhpPInvoke");

    [Fact]
    public void A_boxed_value() => Refused(
        """
        internal static class Variant { public static object? Box; public static int N; public static void Run() => Box = N; }
        """,
        "PV2001", "Variant.Run()", "boxes");

    [Fact]
    public void A_thread_static_field() => Refused(
        """
        internal static class Variant { [System.ThreadStatic] public static int N; public static void Run() => N++; }
        """,
        "PV2001", "[ThreadStatic]", "per CPU");

    [Fact]
    public void A_lock_statement() => Refused(
        """
        internal static class Variant { public static object Gate = new(); public static void Run() { lock (Gate) { } } }
        """,
        "PV2002", "Variant.Run()", "System.Threading.Monitor");

    [Fact]
    public void A_generic_virtual_method() => Refused(
        """
        internal abstract class Shape { public abstract int Size<T>(T value); }
        internal sealed class Square : Shape { public override int Size<T>(T value) => 1; }
        internal sealed class Circle : Shape { public override int Size<T>(T value) => 2; }
        internal static class Variant
        {
            public static Shape? S; public static int N;
            public static void Run() { S = N == 0 ? new Square() : new Circle(); N = S.Size(N) + S.Size("a"); }
        }
        """,
        "PV2001", "Variant.Run()", "generic virtual method");

    [Fact]
    public void A_SIMD_register_in_the_fast_lane() => Refused(
        """
        internal struct Line { public ulong First; public ulong Second; public ulong Third; public ulong Fourth; }
        internal static class Variant
        {
            public static Line[]? Lines;
            public static int At;
            public static void Run() => Lines = new Line[4];
            public static void Fast() => Copy(At);
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            private static void Copy(int at) => Lines![at] = Lines[at + 1];
        }
        """,
        "PV2014", "kernel_fast_trap -> ", "Variant__Copy", "q16");

    [Fact]
    public void A_virtual_call_in_the_fast_lane() => Refused(
        """
        internal abstract class Shape { public abstract int Size(); }
        internal sealed class Square : Shape { public override int Size() => 1; }
        internal sealed class Circle : Shape { public override int Size() => 2; }
        internal sealed class Star : Shape { public override int Size() => 3; }
        internal sealed class Moon : Shape { public override int Size() => 4; }
        internal static class Variant
        {
            public static Shape[]? Shapes;
            public static int N;
            public static void Run() { Shapes = new Shape[4]; Shapes[0] = new Square(); Shapes[1] = new Circle(); Shapes[2] = new Star(); Shapes[3] = new Moon(); }
            public static void Fast() => Measure(N);
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            private static void Measure(int at) => N += Shapes![at].Size();
        }
        """,
        "PV2015", "kernel_fast_trap -> ", "Variant__Measure");

    [Fact]
    public void Floating_point_arithmetic() => Refused(
        """
        internal static class Variant
        {
            public static double Ratio;
            public static void Run() => Grow();
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            private static void Grow() => Ratio *= 1.5;
        }
        """,
        "PV2016", "Variant__Grow", "fmul");

    [Theory]
    [InlineData("pl011")]
    [InlineData("ns16550@0x9000000")]
    [InlineData("pl011@9000000")]
    [InlineData("pl011@0x")]
    [InlineData("pl011@0x9000zero")]
    [InlineData("cadence@0x10000000000")]
    [InlineData("cadence@0xff000002")]
    [InlineData("")]
    public void A_serial_port_that_the_first_instructions_cannot_write_to(string port)
    {
        using VariantBuild build = new() { EarlyUart = port };
        (int status, string output) = build.Build("internal static class Variant { public static void Run() { } }");
        Assert.NotEqual(0, status);
        Assert.Contains($"toolchain : error PV2017: EarlyUart \"{port}\"", output);
        Assert.False(File.Exists(build.Binary));
    }

    [Theory]
    [InlineData("0x40280000")]
    [InlineData("0x8000000000")]
    public void An_image_that_is_linked_to_where_none_runs(string imageBase)
    {
        using VariantBuild build = new() { ImageBase = imageBase };
        (int status, string output) = build.Build("internal static class Variant { public static void Run() { } }");
        Assert.NotEqual(0, status);
        Assert.Contains($"toolchain : error PV2018: ImageBase {imageBase}", output);
        Assert.False(File.Exists(build.Binary));
    }

    [Fact]
    public void An_image_without_a_header()
    {
        using VariantBuild build = new();
        string start = Path.GetTempFileName() + ".S";
        try
        {
            File.WriteAllText(start, ".section .text.boot, \"ax\"\n.global _start\n_start: b _start\n b kernel_main\n");
            (int status, string output) = build.Build("internal static class Variant { public static void Run() { } }", [start, VariantBuild.MetalSources[^1]]);
            Assert.NotEqual(0, status);
            Assert.Contains("error PV2013", output);
            Assert.False(File.Exists(build.Binary));
        }
        finally
        {
            File.Delete(start);
        }
    }

    private static void Refused(string source, string code, params string[] words)
    {
        using VariantBuild build = new();
        (int status, string output) = build.Build(source);
        Assert.True(status != 0, "the variant was built");
        Assert.Contains($"toolchain : error {code}", output);
        foreach (string word in words) Assert.Contains(word, output);
        Assert.False(File.Exists(build.Binary));
    }
}
