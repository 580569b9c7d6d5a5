using System;

namespace Pilevisor.Drivers.Tests;

/// <summary>The Raspberry Pi 4's PHY, as its registers behave. It comes out of a reset with all that the driver has to change set the wrong way.</summary>
public sealed class FakeBcm54213
{
    private const ushort WireSpeed = 0x0010;
    private const ushort ClockDefault = 0x02a0;

    private ushort _control = 0x0800;
    private ushort _advertisement;
    private ushort _gigabit;
    private ushort _miscellaneous;
    private ushort _clock;
    private ushort _energy;
    private ushort _mmdControl;
    private ushort _mmdAddress;
    private int _auxiliary;
    private int _shadow;
    private int _resetReads;
    private int _negotiationReads = -1;
    private bool _wasDown = true;

    /// <summary>Its identifier.</summary>
    public uint Identifier { get; set; } = 0x600d_84a2;

    /// <summary>Its MDIO address.</summary>
    public int Address { get; set; } = 1;

    /// <summary>Whether a reset never ends.</summary>
    public bool HangsInReset { get; set; }

    /// <summary>Whether it refuses to delay its receive clock.</summary>
    public bool HasNoDelay { get; set; }

    /// <summary>What the other side offers, in Mbit/s full duplex; 0 if there is none, 1 if it does half duplex only.</summary>
    public int Partner { get; private set; }

    /// <summary>What they agreed on, as UMAC_CMD has it; -1 if there is no link.</summary>
    public int Speed { get; private set; } = -1;

    /// <summary>How many accesses from now on nobody answers.</summary>
    public int Silent { get; set; }

    /// <summary>A cable to a machine that can do <paramref name="megabits"/>.</summary>
    public void Plug(int megabits)
    {
        Partner = megabits;
        _negotiationReads = (_control & 0x1000) != 0 ? 2 : -1;
    }

    /// <summary>No cable.</summary>
    public void Unplug()
    {
        Partner = 0;
        Speed = -1;
        _wasDown = true;
    }

    /// <summary>Fails the test if RGMII could not work, or would not be what the MAC is set to.</summary>
    public void Check()
    {
        if ((_miscellaneous & 0x0100) == 0) throw new InvalidOperationException("the PHY does not delay the receive clock");
        if ((_clock & 0x0200) != 0) throw new InvalidOperationException("PHY and MAC both delay the transmit clock");
        if ((_miscellaneous & WireSpeed) == 0 || (_clock & 0x1ff) != (ClockDefault & 0x1ff)) throw new InvalidOperationException("other bits of a shadow register were changed");
        if (_energy != 0) throw new InvalidOperationException("the PHY offers Energy Efficient Ethernet");
        if ((_control & 0x0c00) != 0) throw new InvalidOperationException("the PHY is isolated or has no power");
    }

    /// <summary>Reads a register.</summary>
    /// <returns>Null if nobody answers.</returns>
    public ushort? Read(int phy, int register)
    {
        if (phy != Address || (Silent > 0 && Silent-- > 0)) return null;
        if (register != 0 && _resetReads != 0) throw new InvalidOperationException("the PHY is read while it is in reset");
        return register switch
        {
            0x00 => ReadControl(),
            0x01 => ReadStatus(),
            0x02 => (ushort)(Identifier >> 16),
            0x03 => (ushort)Identifier,
            0x18 => _auxiliary == 7 ? (ushort)(_miscellaneous | 7) : throw new InvalidOperationException($"auxiliary shadow {_auxiliary} is read"),
            0x19 => (ushort)(0x8000 | (Partner switch { 1000 => 7, 100 => 5, 10 => 2, 1 => 3, _ => 0 } << 8)),
            0x1c => _shadow == 3 ? (ushort)((3 << 10) | _clock) : throw new InvalidOperationException($"shadow {_shadow} is read"),
            _ => throw new InvalidOperationException($"read of PHY register {register:x}"),
        };
    }

    /// <summary>Writes a register.</summary>
    public void Write(int phy, int register, ushort value)
    {
        if (phy != Address) throw new InvalidOperationException($"nobody is at MDIO address {phy}");
        if (_resetReads != 0) throw new InvalidOperationException("the PHY is written to while it is in reset");
        switch (register)
        {
            case 0x00: WriteControl(value); break;
            case 0x04: _advertisement = value; break;
            case 0x09: _gigabit = value; break;
            case 0x0d: _mmdControl = value; break;
            case 0x0e: WriteMmd(value); break;
            case 0x18: WriteAuxiliary(value); break;
            case 0x1c: WriteShadow(value); break;
            default: throw new InvalidOperationException($"write of PHY register {register:x}");
        }
    }

    private ushort ReadControl()
    {
        if (_resetReads != 0 && !HangsInReset && --_resetReads == 0) _control = 0x1140;
        return _resetReads != 0 ? (ushort)0x8000 : _control;
    }

    // The link bit says whether there was one all the time since it was read last.
    private ushort ReadStatus()
    {
        if (_negotiationReads > 0 && --_negotiationReads == 0) Agree();
        bool isUp = Speed >= 0 || (Partner == 1 && _negotiationReads == 0);
        ushort status = (ushort)(0x7949 | (isUp && !_wasDown ? 0x0004 : 0) | (_negotiationReads == 0 && Partner != 0 ? 0x0020 : 0));
        _wasDown = !isUp;
        return status;
    }

    private void Agree()
    {
        if (_advertisement != 0x0141 || _gigabit != 0x0200) throw new InvalidOperationException("the PHY offers other modes than full duplex at all speeds");
        Speed = Partner switch { 1000 => 2, 100 => 1, 10 => 0, _ => -1 };
    }

    private void WriteControl(ushort value)
    {
        _control = value;
        if ((value & 0x8000) != 0) Reset();
        else if ((value & 0x1200) == 0x1200) Negotiate();
    }

    private void Reset()
    {
        _resetReads = 3;
        _advertisement = 0x01e1;
        _gigabit = 0x0300;
        _miscellaneous = WireSpeed;
        _clock = ClockDefault;
        _energy = 6;
        Speed = -1;
        _wasDown = true;
        _negotiationReads = -1;
    }

    private void Negotiate()
    {
        Speed = -1;
        _wasDown = true;
        _negotiationReads = Partner != 0 ? 2 : -1;
    }

    private void WriteMmd(ushort value)
    {
        if (_mmdControl == 0x0007) _mmdAddress = value;
        else if (_mmdControl == 0x4007 && _mmdAddress == 60) _energy = value;
        else throw new InvalidOperationException($"MMD access {_mmdControl:x} to register {_mmdAddress}");
    }

    private void WriteAuxiliary(ushort value)
    {
        if ((value & 7) != 7) throw new InvalidOperationException($"auxiliary shadow {value & 7} is written");
        if ((value & 0x8000) == 0) _auxiliary = (value >> 12) & 7;
        else _miscellaneous = (ushort)(value & 0x7ff8 & (HasNoDelay ? ~0x0100 : ~0));
    }

    private void WriteShadow(ushort value)
    {
        _shadow = (value >> 10) & 0x1f;
        if ((value & 0x8000) == 0) return;
        if (_shadow != 3) throw new InvalidOperationException($"shadow {_shadow} is written");
        _clock = (ushort)(value & 0x3ff);
    }
}
