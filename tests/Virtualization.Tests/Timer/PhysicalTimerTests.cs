using System;
using System.Numerics;
using Pilevisor.Kernel;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>CNTP_* by the letter of the Arm ARM (D11.2.4), in guest time, and its interrupt as a level.</summary>
public sealed class PhysicalTimerTests
{
    private const uint Timer = 30;

    private static readonly SystemRegisterEncoding Tval = new(3, 3, 14, 2, 0);
    private static readonly SystemRegisterEncoding Control = new(3, 3, 14, 2, 1);
    private static readonly SystemRegisterEncoding Cval = new(3, 3, 14, 2, 2);

    private readonly SimulatedGuest _guest = new(cpus: 2);

    public PhysicalTimerTests()
    {
        Node.Counter.Now = new Cycles(10_000);
        Node.Time.Offset = new Cycles(5000);
        for (int vcpu = 0; vcpu < 2; vcpu++) _guest.WriteBit(SetEnable, Timer, vcpu);
        _guest.Settle();
    }

    private SimulatedNode Node => _guest.Nodes[0];

    [Fact]
    public void It_fires_on_its_own_cpu_when_guest_time_has_come_and_not_before()
    {
        Write(1, Cval, 16_000);
        Write(1, Control, 1);
        GoTo(10_999);
        Assert.Equal(1ul, Read(1, Control));
        Assert.Equal(1023u, _guest.HighestPending(1));
        GoTo(11_000);
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.Equal(Timer, _guest.Acknowledge(1));
        Assert.Equal(5ul, Read(1, Control));
    }

    [Theory]
    [InlineData(3ul)]
    [InlineData(0ul)]
    public void Masked_or_disabled_it_does_not_fire(ulong control)
    {
        Write(0, Cval, 16_000);
        Write(0, Control, control);
        GoTo(20_000);
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.False(_guest.ReadBit(SetPending, Timer));
        Assert.Equal(control == 3 ? 7ul : 0, Read(0, Control));
        Write(0, Control, 1);
        Assert.Equal(Timer, _guest.HighestPending(0));
    }

    [Fact]
    public void What_the_guest_writes_lowers_the_line_at_once()
    {
        Fire(0);
        Write(0, Cval, 1_000_000);
        Assert.False(_guest.ReadBit(SetPending, Timer));
        Assert.Equal(1023u, _guest.HighestPending(0));
        Fire(0);
        Write(0, Control, 3);
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.False(_guest.ReadBit(SetPending, Timer));
    }

    [Fact]
    public void A_line_that_stays_high_comes_again_after_its_end_and_one_that_was_lowered_does_not()
    {
        Fire(0);
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(Timer, _guest.Acknowledge(0));
            _guest.End(0, Timer);
            _guest.Settle();
        }
        Assert.Equal(Timer, _guest.Acknowledge(0));
        Write(0, Control, 0);
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(0));
    }

    [Fact]
    public void A_step_of_guest_time_brings_the_deadline_nearer()
    {
        Write(0, Cval, 20_000);
        Write(0, Control, 1);
        Assert.Equal(15_000ul, Node.Timers.NextDeadline.Value);
        Assert.True(Node.PhysicalTimer.HasDeadline);
        Node.Time.AdvanceTo(new Cycles(18_000));
        Node.PhysicalTimer.Update();
        Assert.Equal(12_000ul, Node.Timers.NextDeadline.Value);
        Node.Time.AdvanceTo(new Cycles(30_000));
        Node.PhysicalTimer.Update();
        Assert.False(Node.PhysicalTimer.HasDeadline);
        Node.Run(0);
        Assert.Equal(Timer, _guest.HighestPending(0));
    }

    [Fact]
    public void A_deadline_that_was_put_off_wakes_nobody_but_the_timer()
    {
        Write(0, Cval, 16_000);
        Write(0, Control, 1);
        Write(0, Cval, 40_000);
        GoTo(11_500);
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.Equal(35_000ul, Node.Timers.NextDeadline.Value);
        GoTo(35_000);
        Assert.Equal(Timer, _guest.HighestPending(0));
    }

    [Fact]
    public void Off_and_on_leaves_it_disabled()
    {
        Fire(0);
        Node.On(0);
        Node.Power.Start(new CpuIndex(0), 0x4008_0000, 0);
        TrapFrame frame = default;
        Node.Power.AwaitStart(ref frame);
        _guest.Settle();
        Assert.Equal(0ul, Read(0, Control));
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.True(_guest.ReadBit(SetEnable, Timer));
    }

    [Fact]
    public void All_registers_are_what_unbounded_numbers_say_at_their_ends_too()
    {
        const int Seed = 21;
        Random random = new(Seed);
        ulong[] extremes = [0, 1, int.MaxValue, 1ul << 31, uint.MaxValue, 1ul << 32, long.MaxValue, 1ul << 63, ulong.MaxValue - 1, ulong.MaxValue];
        for (int i = 0; i < 2000; i++)
        {
            ulong value = i < extremes.Length ? extremes[i] : (ulong)random.NextInt64() << random.Next(64);
            ulong now = Node.Time.Now.Value;
            Write(0, Control, 1);
            Write(0, Cval, value);
            Assert.Equal(value, Read(0, Cval));
            Assert.Equal((ulong)(uint)((new BigInteger(value) - now) & uint.MaxValue), Read(0, Tval));
            Assert.Equal(now >= value ? 5ul : 1, Read(0, Control));
            Assert.Equal(now >= value, _guest.ReadBit(SetPending, Timer));
            Write(0, Tval, value);
            Assert.Equal((ulong)((new BigInteger(now) + (int)(uint)value) & ulong.MaxValue), Read(0, Cval));
            Assert.Equal((uint)value, Read(0, Tval));
            if (i % 10 == 0) Node.Counter.Now += new Cycles(1ul << random.Next(40));
        }
    }

    private void Fire(int vcpu)
    {
        Write(vcpu, Cval, 0);
        Write(vcpu, Control, 1);
        Assert.Equal(Timer, _guest.HighestPending(vcpu));
    }

    private void GoTo(ulong counter)
    {
        Node.Counter.Now = new Cycles(counter);
        _guest.Settle();
    }

    private ulong Read(int vcpu, SystemRegisterEncoding register)
    {
        Node.On(vcpu);
        Assert.True(Node.PhysicalTimer.TryRead(register, out ulong value));
        return value;
    }

    private void Write(int vcpu, SystemRegisterEncoding register, ulong value)
    {
        Node.On(vcpu);
        Assert.True(Node.PhysicalTimer.TryWrite(register, value));
        Node.Run(vcpu);
    }
}
